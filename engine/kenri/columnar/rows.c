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

static inline uint64_t hash_of(const char *text, const int64_t length) {
    uint64_t a = 0, b = 0;
    if (length >= 8) {
        memcpy(&a, text, 8);
        memcpy(&b, text + length - 8, 8);
        for (int64_t at = 8; at + 8 < length; at += 8) {
            uint64_t more;
            memcpy(&more, text + at, 8);
            b = stirred(b, more);
        }
    } else {
        for (int64_t at = 0; at < length; at++) a = a << 8 | (uint8_t)text[at];
    }
    return stirred(stirred((uint64_t)length, a), b);
}

static inline int64_t text_found(const char *text, const int64_t length, const int32_t *offsets, const char *content,
    const int32_t *rows, const int32_t *slots, const uint64_t mask, uint64_t *slot) {
    for (*slot = hash_of(text, length) & mask; slots[*slot] >= 0; *slot = (*slot + 1) & mask) {
        const int64_t row = rows ? rows[slots[*slot]] : slots[*slot];
        const int64_t begin = offsets[row];
        if (offsets[row + 1] - begin == length && !memcmp(content + begin, text, length)) return slots[*slot];
    }
    return -1;
}

int64_t texts_coded(const int64_t rows, const int32_t *offsets, const char *content, const uint8_t *given,
    const int64_t first_bit, const int64_t most, const int64_t size, int32_t *slots, int32_t *firsts, int32_t *places) {
    int64_t found = 0;
    for (int64_t row = 0; row < rows; row++) {
        if (!is_given(given, first_bit + row)) {
            places[row] = 0;
            continue;
        }
        const char *text = content + offsets[row];
        const int64_t length = offsets[row + 1] - offsets[row];
        uint64_t slot;
        int64_t place = text_found(text, length, offsets, content, firsts, slots, size - 1, &slot);
        if (place < 0) {
            if (found == most) return -1;
            place = slots[slot] = (int32_t)found;
            firsts[found++] = (int32_t)row;
        }
        places[row] = (int32_t)place + 1;
    }
    return found;
}

void texts_among(const int64_t rows, const int32_t *offsets, const char *content, const uint8_t *given,
    const int64_t first_bit, const int64_t many, const int32_t *told_offsets, const char *told, const int64_t size,
    int32_t *slots, const int64_t otherwise, int64_t *places) {
    uint64_t slot;
    for (int64_t at = 0; at < many; at++) {
        const char *text = told + told_offsets[at];
        const int64_t length = told_offsets[at + 1] - told_offsets[at];
        if (text_found(text, length, told_offsets, told, 0, slots, size - 1, &slot) < 0) slots[slot] = (int32_t)at;
    }
    for (int64_t row = 0; row < rows; row++) {
        int64_t place = -1;
        if (is_given(given, first_bit + row)) {
            const int64_t length = offsets[row + 1] - offsets[row];
            place = text_found(content + offsets[row], length, told_offsets, told, 0, slots, size - 1, &slot);
        }
        places[row] = place < 0 ? otherwise : place;
    }
}

/* --- rows that are alike */

#define BLOCK 1024

#define MIXED(kind, codes) for (int64_t at = start; at < end; at++) \
    found[at] = found[at] << bits[lane] | (int64_t)((uint64_t)((const kind *)(codes))[at] - (uint64_t)least[lane])

void codes_mixed(const int64_t rows, const int64_t lanes, const void *const *codes, const uint8_t *are_wide,
    const int64_t *least, const int64_t *bits, int64_t *found) {
    for (int64_t start = 0; start < rows; start += BLOCK) {
        const int64_t end = start + BLOCK < rows ? start + BLOCK : rows;
        for (int64_t at = start; at < end; at++) found[at] = 0;
        for (int64_t lane = 0; lane < lanes; lane++) {
            if (are_wide[lane]) MIXED(int64_t, codes[lane]);
            else MIXED(int32_t, codes[lane]);
        }
    }
}

#define MOST 256

int64_t rows_grouped(const int64_t rows, const uint8_t *wanted, const int64_t *own, const int64_t *event_starts,
    const int64_t *events, const int32_t *days, const int64_t *party_starts, const int64_t *parties,
    const int64_t width, int64_t *keys, const int64_t size, int32_t *slots, int32_t *firsts, int32_t *group,
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
        if (is_twice) continue;
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

void items_taken(const int64_t rows, const int64_t *at, const int64_t *starts, const uint8_t *order,
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
