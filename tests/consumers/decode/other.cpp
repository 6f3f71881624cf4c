#include <preflight/decode/codecs/all.hpp>

bool decodes(preflight::format format, std::string_view file);

bool decodes(preflight::format format, std::string_view file) {
  preflight::decode_job job;
  job.file.context = &file;
  job.file.size = file.size();
  job.file.read = [](void* context, std::uint64_t offset, std::span<unsigned char> into) {
    const std::string_view rest = static_cast<std::string_view*>(context)->substr(offset);
    return static_cast<std::ptrdiff_t>(rest.copy(reinterpret_cast<char*>(into.data()), into.size()));
  };
  preflight::facts known;
  known.format = format;
  preflight::decode_result result;
  return preflight::picture_decoders::decode(job, known, result) &&
         result.outcome == preflight::decode_outcome::decoded;
}
