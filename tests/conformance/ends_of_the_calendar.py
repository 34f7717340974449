"""A plan that looks at the first and the last days of the calendar, on which a day before or after does not exist."""

DAYS = ("0001-01-01", "0001-01-02", "0001-01-03", "9999-12-29", "9999-12-30", "9999-12-31")

RULES = """\
dates:
  early: {is: {minus: {days: 3}, from: 0001-01-03}}
  late: {is: {plus: {months: 1}, to: 9999-12-30}}
states:
  beginning: {is: {within: {days: 2}, from: 0001-01-01}}
  ending: {is: {within: {days: 2}, before: 9999-12-31}}
  held: {is: {begins: {event: leaves}, ends: {plus: {days: 1}, to: {event: leaves}}}}
amounts:
  so-many: {is: {cases: [{when: held, is: 1}], otherwise: {count: {event: leaves}}}}
rules:
  beginning: {clause: '1', says: s, permit: exercise, when: beginning}
  later: {clause: '1', says: s, permit: exercise, when: {not: beginning}}
  eve-not: {clause: '1', says: s, permit: exercise, when: {on: {event: leaves, just_before: {not: beginning}}}}
  eve: {clause: '1', says: s, permit: exercise, when: {on: {event: leaves, just_before: beginning}}}
  edges: {clause: '1', says: s, permit: exercise, when: {on: {each_of: [{end_of: held}, {last_day_of: held}]}}}
  ending: {clause: '1', says: s, forbid: exercise, when: ending}
  in-force: {clause: '1', says: s, forbid: exercise, when: held, from: 0001-01-02, until: 9999-12-30}
  month-before: {clause: '1', says: s, permit: exercise, when: {within: {months: 1}, before: early}}
  month-after: {clause: '1', says: s, permit: exercise, when: {within: {months: 1}, after: late}}
  recurring: {clause: '1', says: s, permit: exercise, when: {on: {every: {days: 1}, from: 9999-12-29, times: 5}}}
  limit: {clause: '1', says: s, limit: exercise, at_most: {sum: [so-many, 5]}}
effects:
  leave: {clause: '1', says: s, on: {event: leaves}, moves: 1, to: gone}
"""
