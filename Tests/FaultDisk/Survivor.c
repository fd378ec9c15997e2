#include "Disk.h"

#include <stdlib.h>
#include <string.h>

enum { sector = 512 };

/// SplitMix64.
static uint64_t draw(uint64_t *state) {
    uint64_t z = (*state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static bool flip(uint64_t *state) { return draw(state) >> 63; }

/// Applies those sectors of a change that the coin chooses; of a growing file, the length may survive without them.
static void tear(Image *image, const Change *change, uint64_t *state) {
    if (!change->bytes) {
        if (flip(state)) image_apply(image, change);
        return;
    }
    int64_t end = change->offset + change->length;
    if (end > image->length && flip(state)) image_apply(image, &(Change){end, 0, NULL});
    for (int64_t from = change->offset; from < end;) {
        int64_t to = (from / sector + 1) * sector < end ? (from / sector + 1) * sector : end;
        if (flip(state)) image_apply(image, &(Change){from, to - from, change->bytes + (from - change->offset)});
        from = to;
    }
}

static Node *surviving_node(const Name *name, FaultSurvival survival, uint64_t *state) {
    switch (survival) {
    case FaultLost: return name->durable;
    case FaultTorn: return flip(state) ? name->now : name->durable;
    case FaultKept: return name->now;
    }
    return NULL;
}

FaultDisk *fault_disk_survivor(const FaultDisk *dead, FaultSurvival survival, uint64_t seed) {
    FaultDisk *disk = fault_disk_new();
    disk->power_cuts = dead->power_cuts + 1;
    // A directory was made, and so is listed, before what is in it.
    for (size_t i = 1; i < dead->name_count; i++) {
        const Node *was = surviving_node(&dead->names[i], survival, &seed);
        if (!was) continue;
        const char *path = dead->names[i].path;
        bool is_reachable = false;
        for (size_t j = 0; j < disk->name_count; j++) is_reachable |= is_in(path, disk->names[j].path);
        if (!is_reachable) continue;
        Node *node = disk_node(disk, path, was->is_directory);
        image_copy(&node->durable, survival == FaultKept ? &was->now : &was->durable);
        for (size_t j = 0; survival == FaultTorn && j < was->change_count; j++)
            tear(&node->durable, &was->changes[j], &seed);
        image_copy(&node->now, &node->durable);
        APPEND(disk->names, disk->name_count, ((Name){strdup(path), node, node}));
    }
    return disk;
}
