"""Records (kho dữ liệu điện tử): files, issued documents and the personal store of papers. The content server moves the
bytes."""
