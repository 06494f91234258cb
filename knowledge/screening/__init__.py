"""What is looked at before any search: danger, and what is no question of safety.

**Does a message tell of a danger, and which help does it get?** ``urgent`` asks the others in this order;
each may overrule the one before it:

1. ``english``: the commonest dangers told in English. ``emoji`` spells out pictures first.
2. ``emergencies``: the reviewed table of some 280 events, by words. ``spotting`` finds the words of its
   classes, ``phrasing`` looks how they stand together, ``contexts`` takes out a film, a drill or last year.
3. ``calmness``: words of danger in a message that nobody in danger would write are let go.
4. ``searched``: what the search finds for it, held against the table by ``weighing``; ``belonging`` says
   which event belongs to which article.
5. ``continued``: this message read together with the one before it.
6. ``told``: what others wrote in the same danger. ``tellings`` learned it, ``detection`` says how much of it
   is enough, ``asking`` tells who asks from who tells, ``bare_places`` knows a place that stands alone.
7. ``broken_off``: what a cry that breaks off was about to say.

**After an alarm** ``aftermath`` knows what short messages mean (没人接, 然后呢), and ``answer_remarks`` what
is said of any answer (没懂, 再说一遍).

**Is it none of our questions?** ``guards`` keeps four tables of sentences (``whole_messages`` knows those
made of nothing but listed words). ``intent_screen`` asks ``intents``, which learned what else people want of
the account, and ``sides`` leaves alone what nobody is told here, such as prices.
"""
