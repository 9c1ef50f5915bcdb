"""All that crosses a process border: requests, answers, events, errors. Imports pydantic and nothing of ours."""
