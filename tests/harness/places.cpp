#include "harness/places.hpp"

namespace preflight::test {

const char* const project_folder = PROJECT_FOLDER;
const char* const zoom_server_program = ZOOM_SERVER_PROGRAM;

}  // namespace preflight::test
