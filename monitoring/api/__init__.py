"""End points of the monitoring app under /api/v1/."""
