#include <cstddef>
#include <iostream>
#include <span>
#include <string>
#include <vector>

#include <preflight/engine/engine.hpp>
#include <preflight/upload/ledger/sqlite_ledger.hpp>
#include <preflight/upload/send/uploader.hpp>

void send_one_file();

void send_one_file() {
#include "example.hpp"
}
