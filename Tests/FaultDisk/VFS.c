#include "Disk.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/// The part of SQLite's operating system layer that stands on a disk of ours.
typedef struct {
    sqlite3_file base;
    FaultDisk *disk;
    int descriptor;
    /// Where a new journal's name is: as SQLite does on Unix, it is synced with the journal, once.
    char *directory;
    void **regions;
    int region_count;
} File;

static sqlite3_vfs *system_vfs;

static int failure(int code) { return errno == ENOSPC ? SQLITE_FULL : code; }

static int sync_directory(FaultDisk *disk, const char *directory) {
    int descriptor = fault_open(disk, directory, 0);
    if (descriptor < 0) return SQLITE_IOERR_DIR_FSYNC;
    int result = fault_sync(disk, descriptor);
    fault_close(disk, descriptor);
    return result == 0 ? SQLITE_OK : SQLITE_IOERR_DIR_FSYNC;
}

static char *parent(const char *path) { return strndup(path, strrchr(path, '/') - path); }

static int file_close(sqlite3_file *base) {
    File *file = (File *)base;
    for (int i = 0; i < file->region_count; i++) free(file->regions[i]);
    free(file->regions);
    free(file->directory);
    fault_close(file->disk, file->descriptor);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    File *file = (File *)base;
    int64_t read = fault_read(file->disk, file->descriptor, bytes, count, offset);
    if (read < 0) return SQLITE_IOERR_READ;
    if (read == count) return SQLITE_OK;
    memset((char *)bytes + read, 0, count - read);
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    File *file = (File *)base;
    int64_t written = fault_write(file->disk, file->descriptor, bytes, count, offset);
    return written == count ? SQLITE_OK : failure(SQLITE_IOERR_WRITE);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 length) {
    File *file = (File *)base;
    return fault_truncate(file->disk, file->descriptor, length) == 0 ? SQLITE_OK : failure(SQLITE_IOERR_TRUNCATE);
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    File *file = (File *)base;
    if (fault_sync(file->disk, file->descriptor) != 0) return SQLITE_IOERR_FSYNC;
    if (!file->directory) return SQLITE_OK;
    int result = sync_directory(file->disk, file->directory);
    free(file->directory);
    file->directory = NULL;
    return result;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    File *file = (File *)base;
    *size = fault_length(file->disk, file->descriptor);
    return *size < 0 ? SQLITE_IOERR_FSTAT : SQLITE_OK;
}

// One connection has a database open at a time, so that there is nobody to lock out.
static int file_lock(sqlite3_file *base, int level) { return (void)base, (void)level, SQLITE_OK; }
static int file_reserved(sqlite3_file *base, int *is_reserved) { return (void)base, *is_reserved = 0, SQLITE_OK; }
static int file_control(sqlite3_file *base, int code, void *argument) {
    return (void)base, (void)code, (void)argument, SQLITE_NOTFOUND;
}
static int file_sector_size(sqlite3_file *base) { return (void)base, 4096; }
static int file_characteristics(sqlite3_file *base) { return (void)base, SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

static int file_map_shared(sqlite3_file *base, int index, int bytes, int extends, void volatile **region) {
    File *file = (File *)base;
    *region = NULL;
    if (index >= file->region_count && !extends) return SQLITE_OK;
    while (index >= file->region_count) {
        if (!has_room(file->disk, bytes)) return SQLITE_IOERR_SHMSIZE;
        APPEND(file->regions, file->region_count, calloc(1, bytes));
    }
    *region = file->regions[index];
    return SQLITE_OK;
}
static int file_lock_shared(sqlite3_file *base, int offset, int count, int flags) {
    return (void)base, (void)offset, (void)count, (void)flags, SQLITE_OK;
}
static void file_barrier(sqlite3_file *base) { (void)base; }
static int file_unmap_shared(sqlite3_file *base, int deletes) { return (void)base, (void)deletes, SQLITE_OK; }

static const sqlite3_io_methods methods = {
    2, file_close, file_read, file_write, file_truncate, file_sync, file_size, file_lock, file_lock, file_reserved,
    file_control, file_sector_size, file_characteristics, file_map_shared, file_lock_shared, file_barrier,
    file_unmap_shared, NULL, NULL,
};

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *flags_out) {
    (void)vfs;
    FaultDisk *disk = disk_of(path);
    if (!disk) return system_vfs->xOpen(system_vfs, path, base, flags, flags_out);
    bool is_new = !fault_exists(disk, path);
    int descriptor = fault_open(disk, path, flags & SQLITE_OPEN_CREATE);
    base->pMethods = NULL;
    if (descriptor < 0) return failure(SQLITE_CANTOPEN);
    bool is_journal = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL);
    *(File *)base = (File){{&methods}, disk, descriptor, is_new && is_journal ? parent(path) : NULL, NULL, 0};
    if (flags_out) *flags_out = flags;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int syncs_directory) {
    (void)vfs;
    FaultDisk *disk = disk_of(path);
    if (!disk) return system_vfs->xDelete(system_vfs, path, syncs_directory);
    if (fault_remove(disk, path) != 0) return errno == ENOENT ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
    if (!syncs_directory) return SQLITE_OK;
    char *directory = parent(path);
    int result = sync_directory(disk, directory);
    free(directory);
    return result;
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *result) {
    (void)vfs;
    FaultDisk *disk = disk_of(path);
    if (!disk) return system_vfs->xAccess(system_vfs, path, flags, result);
    *result = fault_exists(disk, path);
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *full) {
    (void)vfs;
    if (!disk_of(path)) return system_vfs->xFullPathname(system_vfs, path, size, full);
    sqlite3_snprintf(size, full, "%s", path);
    return SQLITE_OK;
}

void register_vfs(void) {
    sqlite3_initialize();
    system_vfs = sqlite3_vfs_find(NULL);
    static sqlite3_vfs vfs;
    vfs = *system_vfs;
    vfs.zName = "fault-disk";
    vfs.pNext = NULL;
    if (vfs.szOsFile < (int)sizeof(File)) vfs.szOsFile = sizeof(File);
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_path;
    sqlite3_vfs_register(&vfs, 1);
}
