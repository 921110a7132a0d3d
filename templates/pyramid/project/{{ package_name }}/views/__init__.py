"""The views: what answers a request. Make one module for each part of your site."""
