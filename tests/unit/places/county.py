"""A county that does not exist, of the size of a real one: 16 towns, 639 villages."""

import random

from places.regions import Level, Region, RegionTree

FIRST = "清石白青金银东西南北上下大小新古长高平安福寿龙凤云山林竹松梅桃柳泽沙岩岭河湖塘潭泉溪"
SECOND = "桥溪岭湾坑塘田洋岙浦港屿坪坞坡渡亭井塔庙桑园坦垟墩潭埠堰"


def county() -> RegionTree:
    """The tree; names and codes are the same every time, some villages of different towns share a name."""
    rng = random.Random(639)
    regions = [Region("999001", "安文县", "", Level.COUNTY)]
    towns = ["清溪镇", "太平街道", "城东街道", "石塘镇", "松门乡"]
    while len(towns) < 16:
        name = rng.choice(FIRST) + rng.choice(SECOND) + rng.choice(["镇", "街道", "乡"])
        if name[:2] not in {town[:2] for town in towns}:
            towns.append(name)
    for n, name in enumerate(towns):
        regions.append(Region(f"9990011{n:02}", name, "999001", Level.TOWN))
    for n in range(639):
        town = n % 16
        name = rng.choice(FIRST) + rng.choice(SECOND) + rng.choice(["", "", "头", "里", "前"])
        ending = "社区" if town in (1, 2) else "村"
        regions.append(Region(f"9990011{town:02}{n:03}", name + ending, f"9990011{town:02}", Level.VILLAGE))
    return RegionTree(regions)
