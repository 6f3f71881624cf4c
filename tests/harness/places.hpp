#pragma once

// Defined in a file of their own, so that no test is compiled anew where the project lies elsewhere.

namespace preflight::test {

extern const char* const project_folder;
extern const char* const zoom_server_program;

}  // namespace preflight::test
