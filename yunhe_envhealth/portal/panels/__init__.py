"""What the portal's pages print: plain dictionaries made from the apps' selectors. No model, no write, no clock.

Words for the public pass through gettext (locale/en); staff pages stay Chinese.
"""
