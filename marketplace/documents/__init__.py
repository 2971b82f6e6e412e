"""Official papers as DOCX, PDF and XLSX, each with its digest and a QR code, and the register behind ``/verify``.

Public doors for other areas
- ``paper.Paper`` (title, blocks: ``Heading``, ``Paragraph``, ``Table``, ``Fields``, ``PageBreak``, ``Cover``) and
  ``book.Book`` (sheets of columns and rows) are values; areas describe what stands on the paper and nothing else.
- ``services.issue_document(session, *, actor, issue, base_url, now)`` renders an ``Issue`` (facts, paper, book),
  keeps the bytes and enters them into the register; the digest is ``core.digest.digest(issue.facts)``, so a paper
  carries the digest of the very thing that it prints. The newest document of a kind about a thing supersedes the
  older ones; ``services.withdraw_document`` takes one back.
- ``docx_writing.write_docx``, ``pdf_writing.write_pdf`` and ``xlsx_writing.write_xlsx`` make a draft without entry
  (``stamp=None`` prints 草稿 instead of a digest).
- ``queries.load_documents(session, *, subject_kind, subject_ids)`` → documents by subject, one statement.
- ``verifying.Thing`` is what an area's describer answers: add ``describe(session, digest) -> Sequence[Thing]`` to
  the application's service ``DESCRIBERS``, and ``{"kind": reader}`` to ``DOCUMENT_READERS`` for documents that are
  not public.
- ``services.publish_head`` publishes the journal's head of the day (job ``HEAD_JOB``).
"""
