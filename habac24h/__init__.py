"""habac24h: from key dates to campaigns, posts, scripts, banners and a calendar."""

__version__ = "0.3.2"
