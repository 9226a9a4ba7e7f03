/* The version of banchi, as `banchi version` and every JSON answer say it. */
#ifndef BANCHI_BASE_VERSION_H
#define BANCHI_BASE_VERSION_H

#define BANCHI_VERSION "0.1.0"

#endif
