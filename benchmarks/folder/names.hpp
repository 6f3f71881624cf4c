#pragma once

#include <array>
#include <string>
#include <string_view>

#include "seeded.hpp"

namespace benchmarks {

/// Where the file with this number lies, the way people have them: a folder for each month, each person, each project.
inline std::string name_of(std::size_t serial, std::string_view format, seeded& random) {
  struct habit {
    std::string_view outer, inner, file;
  };
  constexpr std::array<habit, 3> habits{{{"photos/20", "/0", "/IMG_"},
                                         {"people/group ", "/person ", "/portrait-"},
                                         {"projects/brand kit ", "/final ", "/background_"}}};
  const habit& how = habits[random.below(habits.size())];
  std::string name{how.outer};
  name.append(std::to_string(10 + random.below(15))).append(how.inner).append(std::to_string(1 + random.below(9)));
  name.append(how.file).append(std::to_string(serial)).append(".");
  if (format != "jpeg") {
    return name.append(format);
  }
  const std::size_t spelling = random.below(10);
  return name.append(spelling == 0 ? "jpeg" : spelling < 4 ? "JPG" : "jpg");
}

}  // namespace benchmarks
