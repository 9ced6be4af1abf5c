"""One delivery of data: who, whence, sha256, counts, findings; preview before commit; all or nothing."""
