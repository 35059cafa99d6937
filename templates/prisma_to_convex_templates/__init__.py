"""Jinja2 templates; they print and decide nothing."""
