#ifndef DISK_H
#define DISK_H

#include "FaultDisk.h"

/// A write, or where `bytes` is NULL the cut or growth of a file to `offset`.
typedef struct {
    int64_t offset, length;
    uint8_t *bytes;
} Change;

typedef struct {
    uint8_t *bytes;
    int64_t length;
} Image;

/// A file or directory. `durable` and then `changes` give `now`.
typedef struct {
    bool is_directory;
    char *path;
    Image now, durable;
    Change *changes;
    size_t change_count;
} Node;

/// What stands under a path, and what would after a power cut. Paths are relative to the root, which is "".
typedef struct {
    char *path;
    Node *now, *durable;
} Name;

struct FaultDisk {
    uint64_t number;
    int users, bad_closes, power_cuts;
    bool is_dead, lies;
    int64_t operations, dies_at, fills_at, room;
    int64_t reads, fails_read_at;
    Name *names;
    size_t name_count;
    Node **nodes;
    size_t node_count;
    Node **open;
    size_t open_count;
    FaultDisk *next;
};

#define APPEND(array, count, item) \
    ((array) = realloc((array), ((count) + 1) * sizeof *(array)), (array)[(count)++] = (item))

/// The disk that a path lies on; NULL for the system's.
FaultDisk *disk_of(const char *path);
/// The path without the disk's root.
const char *relative(const char *path);
/// Whether a path of a disk stands directly in `directory`.
bool is_in(const char *path, const char *directory);
/// Whether so many more bytes have room.
bool has_room(const FaultDisk *disk, int64_t bytes);

Node *disk_node(FaultDisk *disk, const char *path, bool is_directory);
void image_apply(Image *image, const Change *change);
void image_copy(Image *to, const Image *from);

void register_vfs(void);

#endif
