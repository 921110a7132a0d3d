"""The controllers: what answers a request. One module for each part of the site."""
