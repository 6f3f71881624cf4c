#include <preflight/decode/codecs/all.hpp>

bool decodes(preflight::format format, std::string_view file);

bool decodes(preflight::format format, std::string_view file) {
  preflight::decode_job sniff_request;
  sniff_request.from.context = &file;
  sniff_request.from.size = file.size();
  sniff_request.from.read = [](void* context, std::uint64_t offset, std::span<unsigned char> into) {
    const std::string_view rest = static_cast<std::string_view*>(context)->substr(offset);
    return static_cast<std::ptrdiff_t>(rest.copy(reinterpret_cast<char*>(into.data()), into.size()));
  };
  preflight::facts known;
  known.format = format;
  preflight::decoding found;
  return preflight::picture_decoders::decode(sniff_request, known, found) &&
         found.outcome == preflight::decode_outcome::decoded;
}
