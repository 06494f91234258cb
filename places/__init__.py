"""Where and when: regions, venues and shelters, the geometry of maps, and the working days of the country.

Pure arithmetic and tables that staff keep; knows no feature.
"""
