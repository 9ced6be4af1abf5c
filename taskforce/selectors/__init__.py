"""Reads of the joint office."""

from taskforce.selectors.calendar import workdays
from taskforce.selectors.posts import holder, holders, posts, posts_of

__all__ = ["holder", "holders", "posts", "posts_of", "workdays"]
