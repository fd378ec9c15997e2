#define _GNU_SOURCE
#include "Disk.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static const char root[] = "/fault-disk/";

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static FaultDisk *disks;
static uint64_t disks_made;

FaultDisk *fault_disk_new(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, register_vfs);
    FaultDisk *disk = calloc(1, sizeof *disk);
    disk->users = 1;
    disk->room = INT64_MAX;
    Node *directory = disk_node(disk, "", true);
    APPEND(disk->names, disk->name_count, ((Name){strdup(""), directory, directory}));
    pthread_mutex_lock(&mutex);
    disk->number = ++disks_made;
    disk->next = disks;
    disks = disk;
    pthread_mutex_unlock(&mutex);
    return disk;
}

void fault_disk_free(FaultDisk *disk) {
    if (--disk->users > 0) return;
    pthread_mutex_lock(&mutex);
    FaultDisk **link = &disks;
    while (*link != disk) link = &(*link)->next;
    *link = disk->next;
    pthread_mutex_unlock(&mutex);
    for (size_t i = 0; i < disk->node_count; i++) {
        Node *node = disk->nodes[i];
        for (size_t j = 0; j < node->change_count; j++) free(node->changes[j].bytes);
        free(node->changes);
        free(node->now.bytes);
        free(node->durable.bytes);
        free(node->path);
        free(node);
    }
    for (size_t i = 0; i < disk->name_count; i++) free(disk->names[i].path);
    free(disk->names);
    free(disk->nodes);
    free(disk->open);
    free(disk);
}

uint64_t fault_disk_number(const FaultDisk *disk) { return disk->number; }
void fault_disk_die_at(FaultDisk *disk, int64_t operation) { disk->dies_at = operation; }
void fault_disk_fail_read(FaultDisk *disk, int64_t read) { disk->fails_read_at = read; }
void fault_disk_lie(FaultDisk *disk, bool lies) { disk->lies = lies; }
int64_t fault_disk_operations(const FaultDisk *disk) { return disk->operations; }
int fault_disk_power_cuts(const FaultDisk *disk) { return disk->power_cuts; }
int fault_disk_bad_closes(const FaultDisk *disk) { return disk->bad_closes; }
int64_t fault_disk_reads(const FaultDisk *disk) { return disk->reads; }

void fault_disk_fill_at(FaultDisk *disk, int64_t operation) {
    disk->fills_at = operation;
    disk->room = INT64_MAX;
}

bool fault_disk_holds(const FaultDisk *disk, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < disk->name_count; i++) {
        const Node *now = disk->names[i].now, *durable = disk->names[i].durable;
        if (now && now->now.length && memmem(now->now.bytes, now->now.length, bytes, count)) return true;
        if (durable && durable->durable.length && memmem(durable->durable.bytes, durable->durable.length, bytes, count))
            return true;
    }
    return false;
}

FaultDisk *disk_of(const char *path) {
    if (!path || strncmp(path, root, sizeof root - 1) != 0) return NULL;
    uint64_t number = strtoull(path + sizeof root - 1, NULL, 10);
    pthread_mutex_lock(&mutex);
    FaultDisk *disk = disks;
    while (disk && disk->number != number) disk = disk->next;
    pthread_mutex_unlock(&mutex);
    return disk;
}

const char *relative(const char *path) {
    const char *end = strchr(path + sizeof root - 1, '/');
    return end ? end : "";
}

bool is_in(const char *path, const char *directory) {
    size_t length = strlen(directory);
    return strncmp(path, directory, length) == 0 && path[length] == '/' && !strchr(path + length + 1, '/');
}

Node *disk_node(FaultDisk *disk, const char *path, bool is_directory) {
    Node *node = calloc(1, sizeof *node);
    node->is_directory = is_directory;
    node->path = strdup(path);
    APPEND(disk->nodes, disk->node_count, node);
    return node;
}

void image_copy(Image *to, const Image *from) {
    free(to->bytes);
    to->length = from->length;
    to->bytes = from->length ? malloc(from->length) : NULL;
    if (from->length) memcpy(to->bytes, from->bytes, from->length);
}

static void resize(Image *image, int64_t length) {
    image->bytes = realloc(image->bytes, length ? length : 1);
    if (length > image->length) memset(image->bytes + image->length, 0, length - image->length);
    image->length = length;
}

void image_apply(Image *image, const Change *change) {
    if (!change->bytes) return resize(image, change->offset);
    if (change->offset + change->length > image->length) resize(image, change->offset + change->length);
    memcpy(image->bytes + change->offset, change->bytes, change->length);
}
