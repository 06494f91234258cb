"""What tells texts apart, learned for one group or for several side by side."""

import numpy as np

from knowledge.search.separating import each_separated, separated
from knowledge.search.vectors import Material

GREETINGS = ["你好啊", "您好", "早上好", "大家好", "你好你好"]
TELEPHONES = ["电话多少", "你们电话是多少", "电话号码多少", "打哪个电话"]
OTHERS = ["电动车能在楼道充电吗", "煤气罐多久检一次", "台风来了怎么准备", "楼道堆东西找谁", "灭火器放哪里好"]


def test_several_groups_learn_what_each_learns_alone() -> None:
    material = Material.of([*GREETINGS, *TELEPHONES, *OTHERS])
    group_of = np.repeat([0, 1, 2], [len(GREETINGS), len(TELEPHONES), len(OTHERS)])
    are_few = np.stack([group_of == 0, group_of == 1])
    alone = np.stack([separated(material, few) for few in are_few])
    assert np.allclose(each_separated(material, are_few), alone, atol=1e-4)
    assert np.abs(alone[0] - alone[1]).max() > 1.0
