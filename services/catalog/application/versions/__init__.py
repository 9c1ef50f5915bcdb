"""Use cases on the versions of a procedure (phiên bản thủ tục hành chính)."""
