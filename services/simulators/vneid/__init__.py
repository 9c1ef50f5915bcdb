"""An identity provider (OpenID Connect) for development, which plays VNeID and the national portal's older SSO: people of
both levels, an organisation, and faults to order."""
