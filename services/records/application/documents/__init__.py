"""Documents and results (văn bản, kết quả giải quyết): made, signed, verified."""
