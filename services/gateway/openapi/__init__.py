"""The OpenAPI document: FastAPI's own, completed with what FastAPI cannot know."""
