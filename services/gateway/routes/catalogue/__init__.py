"""Routes of procedures, agencies, calendars, administrative units and business conditions."""
