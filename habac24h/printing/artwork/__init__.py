"""Banners and cards as outlines: text fitted with a font's own measures, drawn without any font.

The room knows neither database nor models: words, sizes and colours come in, SVG, PDF and PNG go
out, the same bytes for the same words.
"""
