#include <preflight/engine/engine.hpp>
#include <preflight/output/all.hpp>

namespace preflight::engine {

constinit const std::span<const writer* const> all_writers{preflight::all_writers};

const writer* writer_named(std::string_view name) { return preflight::writer_named(name); }

}  // namespace preflight::engine
