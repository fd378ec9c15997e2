#ifndef FAULT_DISK_H
#define FAULT_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A disk in memory that dies when it is told to.
///
/// What was written lies in a cache until it is synced, contents and names apart: a file's bytes by a sync of the file,
/// its name by a sync of its directory. Every call that changes something is one operation; operations are counted
/// from 1. Calls are those of the system, with its results and `errno`. One thread at a time may use a disk; disks are
/// independent of each other. SQLite opens what lies on a disk through a VFS that is registered as the default one and
/// leaves every other path to the system's.
typedef struct FaultDisk FaultDisk;

/// What of the cache is found on the disk after a power cut.
typedef enum {
    /// Nothing.
    FaultLost,
    /// A random part of the sectors of 512 bytes, of the lengths and of the names, whatever their order was.
    FaultTorn,
    /// All of it.
    FaultKept,
} FaultSurvival;

FaultDisk *fault_disk_new(void);
/// What a machine finds on `dead` when it starts again; `seed` chooses what is torn.
FaultDisk *fault_disk_survivor(const FaultDisk *dead, FaultSurvival survival, uint64_t seed);
/// Lets go of the disk; it goes when its last file is closed.
void fault_disk_free(FaultDisk *disk);

/// Where the disk's only durable directory stands is "/fault-disk/" and this number.
uint64_t fault_disk_number(const FaultDisk *disk);

/// The operation during which power fails: it may or may not take effect, and every later call fails. 0: none.
void fault_disk_die_at(FaultDisk *disk, int64_t operation);
/// The operation from which there is no more room than is taken then. 0: there is always room.
void fault_disk_fill_at(FaultDisk *disk, int64_t operation);
/// The read that fails, once. 0: none.
void fault_disk_fail_read(FaultDisk *disk, int64_t read);
/// Whether a sync says that it has done what it has not.
void fault_disk_lie(FaultDisk *disk, bool lies);

int64_t fault_disk_operations(const FaultDisk *disk);
int64_t fault_disk_reads(const FaultDisk *disk);
/// How many power cuts the disk has behind it.
int fault_disk_power_cuts(const FaultDisk *disk);
/// How often a descriptor was closed that was not open.
int fault_disk_bad_closes(const FaultDisk *disk);
/// Whether any file or the cache holds these bytes.
bool fault_disk_holds(const FaultDisk *disk, const uint8_t *bytes, size_t count);

int fault_open(FaultDisk *disk, const char *path, int creating);
void fault_close(FaultDisk *disk, int descriptor);
int64_t fault_length(FaultDisk *disk, int descriptor);
int fault_truncate(FaultDisk *disk, int descriptor, int64_t length);
int64_t fault_write(FaultDisk *disk, int descriptor, const void *bytes, int64_t count, int64_t offset);
int64_t fault_read(FaultDisk *disk, int descriptor, void *bytes, int64_t count, int64_t offset);
int fault_sync(FaultDisk *disk, int descriptor);
int fault_make_directory(FaultDisk *disk, const char *path);
int fault_remove(FaultDisk *disk, const char *path);
bool fault_exists(FaultDisk *disk, const char *path);
/// The `index`th name in a directory, of all that are there; NULL after the last.
const char *fault_name(FaultDisk *disk, const char *directory, size_t index);

#endif
