"""Our own dossiers pushed to the national portal by the old contract (đồng bộ lên Cổng Dịch vụ công quốc gia)."""
