"""Home, county cockpit, public pages: reads through the apps' selectors; no models."""
