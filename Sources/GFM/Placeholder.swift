// GFM
