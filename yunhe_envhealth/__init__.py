"""Cellar (core, audit, accounts, deliveries) and attic (urls, api, schedule, portal) of the platform."""
