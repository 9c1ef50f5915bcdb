"""The wire of ministries and provinces: old names outside, our calls inside."""
