#pragma once

#include <sys/types.h>

/* As Linux packs them; elsewhere no device is the one that the program asks about. */
inline unsigned gnu_dev_major(dev_t device) { return static_cast<unsigned>((device >> 8) & 0xFFF); }
inline unsigned gnu_dev_minor(dev_t device) {
  return static_cast<unsigned>((device & 0xFF) | ((device >> 12) & 0xFFF00));
}
inline dev_t gnu_dev_makedev(unsigned major, unsigned minor) {
  return (static_cast<dev_t>(major & 0xFFF) << 8) | (minor & 0xFF) | (static_cast<dev_t>(minor & 0xFFF00) << 12);
}
#define major(device) gnu_dev_major(device)
#define minor(device) gnu_dev_minor(device)
#define makedev(major, minor) gnu_dev_makedev(major, minor)
