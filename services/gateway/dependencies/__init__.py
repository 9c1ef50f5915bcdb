"""What routes ask FastAPI for: who calls, and how often they may."""
