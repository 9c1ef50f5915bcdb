"""HTTP as the gateway speaks it: bodies, headers, responses, problems, languages, traces."""
