"""The life of a procedure's version: dự thảo, công bố, công khai, thay thế, bãi bỏ."""
