"""Files: digitised papers and results (kho dữ liệu điện tử), and the door their bytes pass."""
