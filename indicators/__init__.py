"""What the county promised, and how far it has come (十六项目标). Filled by the indicators issue."""
