"""The contracts of 2018 and 2026 of the ministries' and provinces' systems: their names outside, our calls inside."""
