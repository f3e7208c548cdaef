"""Tests that drive a real browser over a real server."""
