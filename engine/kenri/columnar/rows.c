/* What is done with each row of a block in one pass, where NumPy would need many. `many.py` says what each function is
   for, and has the same without C. */

#include <stdint.h>
#include <string.h>

static inline int is_given(const uint8_t *bits, const int64_t at) {
    return !bits || bits[at >> 3] >> (at & 7) & 1;
}

static inline uint64_t stirred(uint64_t hash, const uint64_t with) {
    hash = (hash ^ with) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* --- texts */

/* What tells a text from others: of up to sixteen bytes this is all of it. */
typedef struct { uint64_t length, begin, end; } Told;

static inline Told told_of(const char *text, const int64_t length) {
    Told told = {(uint64_t)length, 0, 0};
    if (length >= 8) {
        memcpy(&told.begin, text, 8);
        memcpy(&told.end, text + length - 8, 8);
    } else {
        for (int64_t at = 0; at < length; at++) told.begin = told.begin << 8 | (uint8_t)text[at];
    }
    return told;
}

static inline uint64_t hash_of(const Told told, const char *text) {
    uint64_t hash = stirred(told.length, told.begin);
    for (uint64_t at = 8; at + 8 < told.length; at += 8) {
        uint64_t more;
        memcpy(&more, text + at, 8);
        hash = stirred(hash, more);
    }
    return stirred(hash, told.end);
}

static inline int are_same(const Told a, const char *text, const Told b, const char *other) {
    return a.length == b.length && a.begin == b.begin && a.end == b.end
        && (a.length <= 16 || !memcmp(text, other, a.length));
}

/* A table of different texts: where each lies, and what tells it. */
typedef struct { const char **texts; Told *told; int32_t *slots; uint64_t mask; int64_t many; } Table;

static inline int64_t found_in(const Table *table, const Told told, const char *text, uint64_t *slot) {
    for (*slot = hash_of(told, text) & table->mask; table->slots[*slot] >= 0; *slot = (*slot + 1) & table->mask) {
        const int32_t place = table->slots[*slot];
        if (are_same(told, text, table->told[place], table->texts[place])) return place;
    }
    return -1;
}

static inline void put_into(Table *table, const Told told, const char *text, const uint64_t slot) {
    table->texts[table->many] = text;
    table->told[table->many] = told;
    table->slots[slot] = (int32_t)table->many++;
}

int64_t texts_coded(const int64_t rows, const int32_t *offsets, const char *content, const uint8_t *given,
    const int64_t first_bit, const int64_t most, const int64_t size, int32_t *slots, void *texts, void *of_texts,
    int32_t *firsts, int32_t *places) {
    Table table = {texts, of_texts, slots, (uint64_t)size - 1, 0};
    Told last = {UINT64_MAX, 0, 0};
    const char *last_text = 0;
    int64_t place = -1;
    for (int64_t row = 0; row < rows; row++) {
        if (!is_given(given, first_bit + row)) {
            places[row] = 0;
            continue;
        }
        const char *text = content + offsets[row];
        const Told told = told_of(text, offsets[row + 1] - offsets[row]);
        if (!are_same(told, text, last, last_text)) {
            uint64_t slot;
            place = found_in(&table, told, text, &slot);
            if (place < 0) {
                if (table.many == most) return -1;
                place = table.many;
                firsts[place] = (int32_t)row;
                put_into(&table, told, text, slot);
            }
            last = told;
            last_text = text;
        }
        places[row] = (int32_t)place + 1;
    }
    return table.many;
}

void texts_among(const int64_t rows, const int32_t *offsets, const char *content, const uint8_t *given,
    const int64_t first_bit, const int64_t many, const int32_t *known_offsets, const char *known, const int64_t size,
    int32_t *slots, void *texts, void *of_texts, const int64_t otherwise, int64_t *places) {
    Table table = {texts, of_texts, slots, (uint64_t)size - 1, 0};
    uint64_t slot;
    for (int64_t at = 0; at < many; at++) {
        const char *text = known + known_offsets[at];
        const Told told = told_of(text, known_offsets[at + 1] - known_offsets[at]);
        found_in(&table, told, text, &slot);
        put_into(&table, told, text, slot);
    }
    for (int64_t row = 0; row < rows; row++) {
        int64_t place = -1;
        if (is_given(given, first_bit + row)) {
            const char *text = content + offsets[row];
            place = found_in(&table, told_of(text, offsets[row + 1] - offsets[row]), text, &slot);
        }
        places[row] = place < 0 ? otherwise : place;
    }
}

/* --- numbers */

#define NUMBERS(kind) \
int64_t numbers_read_##kind(const int64_t rows, const kind *values, const uint8_t *given, const int64_t first_bit, \
    const int64_t least, const int64_t most, const int32_t add, int32_t *found, uint8_t *plain) { \
    int64_t not_plain = 0; \
    for (int64_t row = 0; row < rows; row++) { \
        const int is_there = is_given(given, first_bit + row), fits = values[row] >= least && values[row] <= most; \
        found[row] = is_there & fits ? (int32_t)(values[row] + add) : 0; \
        plain[row] = (uint8_t)(fits | !is_there); \
        not_plain += is_there & !fits; \
    } \
    return not_plain; \
}

NUMBERS(int32_t)
NUMBERS(int64_t)

/* --- rows that are alike */

#define BLOCK 1024

#define MIXED(kind, codes) for (int64_t at = start; at < end; at++) \
    found[at] = found[at] << bits[lane] | (int64_t)((uint64_t)((const kind *)(codes))[at] - (uint64_t)least[lane])

void codes_mixed(const int64_t rows, const int64_t lanes, const void *const *codes, const uint8_t *widths,
    const int64_t *least, const int64_t *bits, int64_t *found) {
    for (int64_t start = 0; start < rows; start += BLOCK) {
        const int64_t end = start + BLOCK < rows ? start + BLOCK : rows;
        for (int64_t at = start; at < end; at++) found[at] = 0;
        for (int64_t lane = 0; lane < lanes; lane++) {
            switch (widths[lane]) {
            case 1: MIXED(uint8_t, codes[lane]); break;
            case 4: MIXED(int32_t, codes[lane]); break;
            default: MIXED(int64_t, codes[lane]);
            }
        }
    }
}

#define MOST 256

int64_t rows_grouped(const int64_t rows, const uint8_t *wanted, const int64_t *own, const int64_t *event_starts,
    const int64_t *events, const int32_t *days, const uint8_t *told_apart, const int64_t *party_starts,
    const int64_t *parties, const int64_t width, int64_t *keys, const int64_t size, int32_t *slots, int32_t *firsts, int32_t *group,
    uint8_t *order, uint8_t *have_one_day) {
    int64_t found = 0;
    for (int64_t row = 0; row < rows; row++) {
        group[row] = -1;
        if (!wanted[row]) continue;
        const int64_t first = event_starts[row], many = event_starts[row + 1] - first;
        const int64_t other = party_starts[row], others = party_starts[row + 1] - other;
        uint8_t *own_order = order + first;
        int is_twice = 0, is_one_day = 0;
        for (int64_t at = 0; at < many; at++) {
            const int64_t code = events[first + at];
            const int32_t day = days[first + at];
            int64_t place = at;
            for (; place > 0; place--) {
                const int64_t before = first + own_order[place - 1];
                if (events[before] < code || (events[before] == code && days[before] <= day)) break;
                own_order[place] = own_order[place - 1];
            }
            own_order[place] = (uint8_t)at;
            for (int64_t before = first; before < first + at; before++) {
                if (days[before] != day) continue;
                is_one_day = 1;
                is_twice |= events[before] == code;
            }
        }
        if (is_twice && !told_apart[row]) continue;
        have_one_day[row] = (uint8_t)is_one_day;
        int64_t key[MOST];
        int64_t length = 0;
        key[length++] = many << 32 | others;
        key[length++] = own[row];
        for (int64_t at = 0; at < many; at++) key[length++] = events[first + own_order[at]];
        for (int64_t at = 0; at < others; at++) key[length++] = parties[other + at];
        uint64_t hash = 0;
        for (int64_t at = 0; at < length; at++) hash = stirred(hash, (uint64_t)key[at]);
        uint64_t slot = hash & (size - 1);
        while (slots[slot] >= 0 && memcmp(keys + slots[slot] * width, key, length * sizeof *key))
            slot = (slot + 1) & (size - 1);
        if (slots[slot] < 0) {
            memcpy(keys + found * width, key, length * sizeof *key);
            firsts[found] = (int32_t)row;
            slots[slot] = (int32_t)found++;
        }
        group[row] = slots[slot];
    }
    return found;
}

void rows_by_group(const int64_t rows, const int32_t *group, const int64_t groups, int64_t *bounds, int64_t *sorted) {
    for (int64_t row = 0; row < rows; row++) if (group[row] >= 0) bounds[group[row] + 1]++;
    for (int64_t at = 0; at < groups; at++) bounds[at + 1] += bounds[at];
    for (int64_t row = 0; row < rows; row++) if (group[row] >= 0) sorted[bounds[group[row]]++] = row;
    for (int64_t at = groups; at > 0; at--) bounds[at] = bounds[at - 1];
    bounds[0] = 0;
}

/* A value of each of some rows: the item at a place among those of its row, as they stand or in their order; or its own. */
static void taken(const int64_t rows, const int64_t *at, const int64_t *starts, const uint8_t *order,
    const int64_t place, const int32_t *values, int32_t *found) {
    if (!starts) {
        for (int64_t row = 0; row < rows; row++) found[row] = values[at[row]];
    } else if (!order) {
        for (int64_t row = 0; row < rows; row++) found[row] = values[starts[at[row]] + place];
    } else {
        for (int64_t row = 0; row < rows; row++) {
            const int64_t first = starts[at[row]];
            found[row] = values[first + order[first + place]];
        }
    }
}

void columns_taken(const int64_t rows, const int64_t *at, const int64_t columns, const int64_t *const *starts,
    const uint8_t *const *orders, const int64_t *places, const int32_t *const *values, int32_t *found) {
    for (int64_t start = 0; start < rows; start += BLOCK) {
        const int64_t many = rows - start < BLOCK ? rows - start : BLOCK;
        for (int64_t column = 0; column < columns; column++)
            taken(many, at + start, starts[column], orders[column], places[column], values[column],
                found + column * rows + start);
    }
}

/* --- answers */

void words_told(const int64_t rows, const int64_t *codes, const int32_t *lists, const int32_t *ends,
    const char *words, int32_t *told_lists, int32_t *told_ends, char *told) {
    int32_t many = 0, at = 0;
    if (told_lists) told_lists[0] = 0;
    told_ends[0] = 0;
    for (int64_t row = 0; row < rows; row++) {
        const int64_t code = codes[row];
        const int32_t first = lists[code], last = lists[code + 1];
        for (int32_t word = first; word < last; word++) told_ends[++many] = at + ends[word + 1] - ends[first];
        const int32_t length = ends[last] - ends[first];
        memcpy(told + at, words + ends[first], length);
        at += length;
        if (told_lists) told_lists[row + 1] = many;
    }
}

static const char WITHOUT_LIMIT[] = "unlimited";

int64_t numbers_told(const int64_t rows, const int64_t *values, const uint8_t *are_given, const uint8_t *are_unlimited,
    const int64_t parts, uint64_t *decimals, int32_t *ends, char *texts) {
    int64_t at = 0;
    ends[0] = 0;
    for (int64_t row = 0; row < rows; row++) {
        __int128 whole = 0;
        if (!are_given || are_given[row]) {
            if (are_unlimited && are_unlimited[row]) {
                memcpy(texts + at, WITHOUT_LIMIT, sizeof WITHOUT_LIMIT - 1);
                at += sizeof WITHOUT_LIMIT - 1;
            } else {
                const int64_t value = values[row];
                uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
                char digits[20];
                int length = 0;
                do digits[length++] = (char)('0' + left % 10); while (left /= 10);
                if (value < 0) texts[at++] = '-';
                while (length) texts[at++] = digits[--length];
                whole = (__int128)value * parts;
            }
        }
        decimals[2 * row] = (uint64_t)whole;
        decimals[2 * row + 1] = (uint64_t)(whole >> 64);
        ends[row + 1] = (int32_t)at;
    }
    return at;
}
