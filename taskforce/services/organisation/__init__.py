"""Changes of the organisation: each from a day, with its document number; nothing that was is overwritten."""

from taskforce.services.organisation.assignments import change_assignment
from taskforce.services.organisation.holders import change_holder, link_account
from taskforce.services.organisation.merging import merge_units
from taskforce.services.organisation.personal import reseal, set_contact, unmask
from taskforce.services.organisation.posts import abolish_post, create_post

__all__ = [
    "abolish_post",
    "change_assignment",
    "change_holder",
    "create_post",
    "link_account",
    "merge_units",
    "reseal",
    "set_contact",
    "unmask",
]
