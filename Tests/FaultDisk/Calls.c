#include "Disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static Name *name_at(FaultDisk *disk, const char *path) {
    for (size_t i = 0; i < disk->name_count; i++)
        if (strcmp(disk->names[i].path, path) == 0) return &disk->names[i];
    return NULL;
}

static bool parent_exists(FaultDisk *disk, const char *path) {
    for (size_t i = 0; i < disk->name_count; i++) {
        Name *name = &disk->names[i];
        if (name->now && name->now->is_directory && is_in(path, name->path)) return true;
    }
    return false;
}

static int64_t bytes_taken(const FaultDisk *disk) {
    int64_t taken = 0;
    for (size_t i = 0; i < disk->name_count; i++)
        if (disk->names[i].now) taken += disk->names[i].now->now.length;
    return taken;
}

bool has_room(const FaultDisk *disk, int64_t bytes) {
    return disk->room == INT64_MAX || bytes_taken(disk) + bytes <= disk->room;
}

typedef enum { Alive, Dying, Dead } Life;

static Life next_operation(FaultDisk *disk) {
    if (disk->is_dead) return Dead;
    disk->operations++;
    if (disk->operations == disk->fills_at) disk->room = bytes_taken(disk);
    disk->is_dead = disk->operations == disk->dies_at;
    return disk->is_dead ? Dying : Alive;
}

static int failed(int error) {
    errno = error;
    return -1;
}

static int finished(Life life) { return life == Alive ? 0 : failed(EIO); }

static int add_name(FaultDisk *disk, const char *path, bool is_directory, Node **node) {
    if (!parent_exists(disk, path)) return failed(ENOENT);
    Life life = next_operation(disk);
    if (life == Dead) return failed(EIO);
    *node = disk_node(disk, path, is_directory);
    Name *name = name_at(disk, path);
    if (name) name->now = *node;
    else APPEND(disk->names, disk->name_count, ((Name){strdup(path), *node, NULL}));
    return finished(life);
}

int fault_open(FaultDisk *disk, const char *path, int creating) {
    if (disk->is_dead) return failed(EIO);
    path = relative(path);
    Name *name = name_at(disk, path);
    Node *node = name ? name->now : NULL;
    if (!node && !creating) return failed(ENOENT);
    if (!node && add_name(disk, path, false, &node) != 0) return -1;
    disk->users++;
    for (size_t i = 0; i < disk->open_count; i++)
        if (!disk->open[i]) return disk->open[i] = node, (int)i;
    APPEND(disk->open, disk->open_count, node);
    return (int)disk->open_count - 1;
}

void fault_close(FaultDisk *disk, int descriptor) {
    if (descriptor < 0 || !disk->open[descriptor]) {
        disk->bad_closes++;
        return;
    }
    disk->open[descriptor] = NULL;
    fault_disk_free(disk);
}

int64_t fault_length(FaultDisk *disk, int descriptor) {
    return disk->is_dead ? failed(EIO) : disk->open[descriptor]->now.length;
}

static int change(FaultDisk *disk, Node *node, Change change) {
    Life life = next_operation(disk);
    if (life == Dead) return failed(EIO);
    int64_t end = change.offset + change.length;
    if (end > node->now.length && !has_room(disk, end - node->now.length)) return failed(ENOSPC);
    if (change.bytes) {
        uint8_t *copy = malloc(change.length ? change.length : 1);
        change.bytes = memcpy(copy, change.bytes, change.length);
    }
    image_apply(&node->now, &change);
    APPEND(node->changes, node->change_count, change);
    return finished(life);
}

int fault_truncate(FaultDisk *disk, int descriptor, int64_t length) {
    return change(disk, disk->open[descriptor], (Change){length, 0, NULL});
}

int64_t fault_write(FaultDisk *disk, int descriptor, const void *bytes, int64_t count, int64_t offset) {
    int result = change(disk, disk->open[descriptor], (Change){offset, count, (uint8_t *)bytes});
    return result < 0 ? result : count;
}

int64_t fault_read(FaultDisk *disk, int descriptor, void *bytes, int64_t count, int64_t offset) {
    if (disk->is_dead || ++disk->reads == disk->fails_read_at) return failed(EIO);
    Node *node = disk->open[descriptor];
    int64_t held = node->now.length > offset ? node->now.length - offset : 0;
    if (count > held) count = held;
    if (count > 0) memcpy(bytes, node->now.bytes + offset, count);
    return count;
}

int fault_sync(FaultDisk *disk, int descriptor) {
    Life life = next_operation(disk);
    if (life != Alive) return failed(EIO);
    if (disk->lies) return 0;
    Node *node = disk->open[descriptor];
    for (size_t i = 0; i < node->change_count; i++) {
        image_apply(&node->durable, &node->changes[i]);
        free(node->changes[i].bytes);
    }
    node->change_count = 0;
    for (size_t i = 0; node->is_directory && i < disk->name_count; i++)
        if (is_in(disk->names[i].path, node->path)) disk->names[i].durable = disk->names[i].now;
    return 0;
}

int fault_make_directory(FaultDisk *disk, const char *path) {
    if (disk->is_dead) return failed(EIO);
    Name *name = name_at(disk, relative(path));
    if (name && name->now) return failed(EEXIST);
    Node *node;
    return add_name(disk, relative(path), true, &node);
}

int fault_remove(FaultDisk *disk, const char *path) {
    if (disk->is_dead) return failed(EIO);
    Name *name = name_at(disk, relative(path));
    if (!name || !name->now) return failed(ENOENT);
    Life life = next_operation(disk);
    name->now = NULL;
    return finished(life);
}

bool fault_exists(FaultDisk *disk, const char *path) {
    Name *name = disk->is_dead ? NULL : name_at(disk, relative(path));
    return name && name->now;
}

const char *fault_name(FaultDisk *disk, const char *directory, size_t index) {
    directory = relative(directory);
    for (size_t i = 0; i < disk->name_count && !disk->is_dead; i++)
        if (disk->names[i].now && is_in(disk->names[i].path, directory) && index-- == 0)
            return disk->names[i].path + strlen(directory) + 1;
    return NULL;
}
