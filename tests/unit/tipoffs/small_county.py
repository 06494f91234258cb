"""A county of two towns with a village each."""

from places.regions import Level, Region, RegionTree

TREE = RegionTree(
    [
        Region("1", "安文县", "", Level.COUNTY),
        Region("11", "清溪镇", "1", Level.TOWN),
        Region("12", "石塘镇", "1", Level.TOWN),
        Region("111", "石桥村", "11", Level.VILLAGE),
        Region("121", "前洋村", "12", Level.VILLAGE),
    ]
)
