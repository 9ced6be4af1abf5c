"""Addresses of pilot."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
