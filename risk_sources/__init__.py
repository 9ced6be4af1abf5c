"""The register of environmental-health risk sources (风险源). Filled by the register issue."""
