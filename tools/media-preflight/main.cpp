#include <string>
#include <vector>

#include "cli.hpp"
#include "cli/standard_descriptors.hpp"

int main(int count, char** arguments) {
  preflight::cli::prepare_standard_descriptors();
  return preflight::cli::run(std::vector<std::string>(arguments + (count > 0 ? 1 : 0), arguments + count), {});
}
