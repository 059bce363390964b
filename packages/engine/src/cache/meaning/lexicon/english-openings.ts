/** How English requests begin: what says nothing, and what may be put in other words. */
import { phraseTable } from '../phrase-table.ts';

export const openings = phraseTable(`
  whether it is possible to|whether it is possible that i|whether i can|whether one can|whether we can|whether i could > can
  whether it is necessary to|whether i have to|whether i need to|whether i must|whether one has to > must
  whether i should|whether it is advisable to|whether it is a good idea to > should
  come up with > suggest
  the difference between|difference between|the differences between > difference
  the best way to|best way to|the best method to|the best approach to > how best
  what will happen if|what would happen if|what happens if > what happens if
  ! i always forget this one|i keep forgetting this one|i never remember this one|settle a debate for us|settle a debate for me|settle this for us|settle this for me|settle an argument for us|stuck again|will you >
  ! i hope you can help|hope you can help|hoping you can help|this is kind of random but|this is a bit random but|this is random but|kind of random but|stuck again|stuck on this|stuck on this one|i am stuck on this|i am stuck on this one|i hope you are having a great day|i hope you are having a good day|i hope you are having a nice day|hope you are having a great day|hope you are having a good day >
  ! here is one for you|here is another one|here is a quick one|one more thing|and one more thing|oh and one more thing|so like|i mean|anyhow|look here|alright then|please and thank you|please and thanks >
  ok if i asked you to|okay if i asked you to|alright if i asked you to|ok if i ask you to|okay if i ask you to|if i asked you to|if i ask you to|would it be ok if i asked you to|would it be okay if i asked you to|would you mind if i asked you to|is it ok if i ask you to|is it okay if i ask you to >
  thanks in advance for telling me|thanks for telling me|thank you for telling me|thanks in advance for explaining to me|thanks for explaining to me >
  if it is not too much bother|if it is not too much of a bother|if it is not too much hassle|if it is not a bother|if it is no bother|if it is no trouble|if it is not a problem|if that is not a problem >
  may i please have|could i please have|can i please have|can i please get|could i please get|may i trouble you for|could i trouble you for|might i trouble you for > give^
  give me a list of|give a list of|provide a list of|provide me with a list of|make a list of|make me a list of|show me a list of|get me a list of|may i please have a list of|can i please have a list of > list
  provide the steps to|provide the steps for|give me the steps to|give me the steps for|tell me the steps to|list the steps to|outline the steps to|show me the steps to|what steps are needed to|which steps are needed to > how
  ! ugh|argh|lol|haha|omg|and|but|then|btw|by the way|fyi|hmm|umm|well then|alrighty|hiya|howdy|yo|heya|hey folks|hey team|hey guys|hi team|hi all|hi everyone|hello everyone|hello all|pretty please|so|just >
  please|pls|plz|kindly >
  ! hi|hello|hey|hey there|hi there|hello there|good morning|good afternoon|good evening|greetings >
  ! ok|okay|so|um|uh|hmm|just|also|and|anyway|alright|yo|basically|actually|real quick >
  ! thanks|thank you|sorry|excuse me|sorry to bother you|pardon me|hope you are well|hope you are doing well|i hope you are well|i hope you are doing well >
  ! just a little question|just a little question really|a little question|just a small question|a small question|small question|a short question|just a short question|tiny question|oh|oh wait|wait|oh and|er|erm|alright so|all right|all right so|right so|well so|so well|so basically|basically so|um so|so um|you know >
  ! quick question|a quick question|just a quick question|one quick question|simple question|one question|i have a question|i have a quick question|i have got a question|i have got a quick question|quick one|another question|silly question|stupid question|dumb question >
  can you please|could you please|would you please|would you mind|could you kindly|would you kindly|might you|could you possibly|can you possibly|would it be possible for you to|is it possible for you to|would you be able to|would you be so kind as to|i would appreciate it if you could|i would be grateful if you could|it would be great if you could >
  i would like you to|i want you to|i need you to >
  ! i would like to know|i want to know|i need to know|i would love to know|i am looking to know|i am trying to find out|i am trying to understand|i am trying to figure out|i would like to find out|i want to find out|i would like to understand|i want to understand|i need to find out >
  ! i was wondering|i am wondering|i wonder|wondering|just wondering|was wondering|curious|i am curious|i was curious|i am just curious|out of curiosity|i was just wondering >
  ! do you know|do you happen to know|any idea|any ideas|do you have any idea|does anyone know|anyone know|do you by any chance know|would you know|would you happen to know >
  i kindly ask you to|i would kindly ask you to|i humbly ask you to|i ask you to|i am asking you to|i request you to|kindly advise|please advise|would you do me the favor of|would you do me the favour of|could you do me the favor of|could you do me the favour of|do me the favor of|do me the favour of|be a star and|be an angel and|if you please|might i ask you to|may i ask you to|can i ask you to|could i ask you to|could i get you to|can i get you to|i would be glad if you could|i would be happy if you could|i am wondering if you could|i was wondering if you could|i wonder if you could|i am wondering whether you could|i was wondering whether you could|i wonder whether you could|i was wondering if you can|i was hoping you would|we would like you to|we need you to|we want you to|your job is to|try to >
  might i trouble you to|may i trouble you to|could i trouble you to|care to|feel free to|go ahead and|your task is to|i need your help to|i need you|let us|any chance you could|any chance you can|is there any chance you could|is there any chance you can|mind if i ask|mind telling me|do you mind telling me|would you mind telling me|i could use your help|i could use some help|i would appreciate your help with|hoping you can|hoping you could|i am hoping you can|i was hoping you could|i was hoping you can >
  help me understand|help me to understand|make me understand|help me see > explain
  ! i would like to understand|i want to understand|can you clarify|clarify|i do not understand|i do not get|i never understood|i still do not understand >
  explanation of how|estimate of how|calculate how|determine how|figure out how|work out how|find out how|give me an explanation of how|give an explanation of how|give me an estimate of how|give an estimate of how|estimate how > how
  explanation of why|give me an explanation of why|give an explanation of why|figure out why|find out why > why
  explanation of what|determine what|figure out what|work out what|calculate what|find out what|give me an explanation of what > what
  do you think you could|do you think you can|do you suppose you could|is there any way you could|is there any way you can|is there a way you could|whenever you can|at your convenience|at your earliest convenience|i need to ask you to|mind explaining|care to explain >
  ! i would love to learn|i would love to hear|i would love to understand|i would love to find out|i would be interested to know|i am interested in knowing|i am interested to know >
  i wonder if you might|i was wondering if you might|i am wondering if you might|i wonder whether you might|i was wondering whether you might|perhaps you could|maybe you could|perhaps you can|maybe you can|perhaps you might|maybe you might|you might >
  ! i would like to hear|i want to hear|i would love to know|it would help to know|i need to understand >
  find out whether|find out if|figure out whether|figure out if|determine whether|determine if|i would like to find out whether|i would like to find out if|i am trying to figure out if|i am trying to figure out whether|i am unsure whether|i am unsure if|unsure whether|unsure if > whether
  write down what|tell me exactly what|i would like to know what|i want to know what > what
  tell me how i can|tell me how one can|tell me how we can|explain how i can|show me how i could|i would like to know how|i want to know how|i want to know how to > how
  explain to me why|explain me why|help me figure out why|help me understand why|help me work out why > why
  explain to me how|explain me how|help me figure out how|help me understand how|help me work out how|help me find out how > how
  explain to me what|explain me what|help me figure out what|help me understand what|help me work out what|help me find out what > what
  tips on how to|advice on how to|guidance on how to|help on how to|give me some advice on how to|give me advice on how to|give me tips on how to|give me some tips on how to|give me instructions on how to|give me instructions for|i can not figure out how to|i do not know how to|i am not sure how to|not sure how to|unsure how to|i would like to know how to|i need to know how to|i need instructions on how to|i am looking for a way to|looking for a way to|i need a way to|need a way to|how might one|how could one|walk me through > how
  is it ok to|is it okay to|is it ok if i|is it okay if i|is it fine to|is it alright to|is it all right to|is it alright if i > ok^ to
  who is the person who|who is the person that|who was the person who|who was the person that|name the person who|what is the name of the person who|tell me the name of the person who > who
  in what year|in which year|what year|which year > what year
  on what date|on which date|what date|which date > what date
  how many people live in > population of
  explain why|tell me why|describe why|say why > why
  explain what|describe what|say what|tell me what > what
  explain how|describe how|tell me how > how
  explain when|tell me when|say when > when
  explain where|tell me where|say where > where
  tell me which|say which > what
  is there some way of > can
  how does one go about|how do we go about|how can i go about|what is the right way to|what is the correct way to|what is the proper way to|what would be the way to|what is the trick to|what does one do to|what can i do to|what could i do to|what should one do to|what are some ways to|what are ways to|what is a good way to|give me a way to|what are the ways to > how
  can anyone tell me|can someone tell me|could someone tell me|could anyone tell me|can somebody tell me|tell me|let me know|may i ask|might i ask|may i know|can i ask you|let me ask >
  help me|help me to|help me out|i need help with|i need some help with|i need your help with|i need help to|can you help me|can you help me to|could you help me|could you help me to|can you help me with >
  i would like to|i want to|i would love to|i am trying to|i am looking to|i wanna|i wish to >
  if you have a moment|if you have a minute|if you have a second|if you have time|if you get a chance|when you have a moment|when you have a minute|when you get a chance|when you have time|if it is not too much trouble|if it is not too much to ask|if you would be so kind|if i may ask|if i may|if you do not mind|if you do not mind me asking >
  would you mind writing > write
  would you mind explaining > explain
  would you mind listing > list
  would you mind translating > translate
  would you mind summarizing|would you mind summarising > summarize
  would you mind describing > describe
  would you mind comparing > compare
  be so kind and|be so kind as to|be so good as to|would you be kind enough to|be a dear and|do me a favor and|do me a favour and|would you be so good as to|i would love it if you could|it would be nice if you could|i would really appreciate it if you could|could you do me a favor and|can you do me a favor and >
  ! right then|now then|honestly|honest question|seriously|real talk|ok so|okay so|so yeah|yeah so|weird question|odd question|strange question|asking for a friend|out of interest|as a matter of interest|please help|help|this is bugging me|it is bugging me|i have been meaning to ask|let me see|let us see|let me think|got a question|got a quick question|got a second|got a sec|got a minute|you there|you know what|guess what|hey chatgpt|hey assistant|hey buddy|hey friend|hey mate|hey bot|hey ai|dear assistant|i am curious about something|one more thing|one more question|one last thing|one last question|last question|next question|follow up question|another one|something i have been wondering|good day|good day to you|dear sir or madam|dear sir|dear madam|to whom it may concern|i hope this finds you well|hope this finds you well|hope all is well|i hope all is well|nice to meet you >
  ! long story short|to cut a long story short|here goes|here is my question|here is a question|my question is|the question is|my question|here is the thing|so here is the thing|help me out here|need some help here|i need some help here|i need help|need help|help needed|a friend asked me|someone asked me|somebody asked me|i have been wondering|been wondering|i have always wondered|always wondered|remind me|remind me again|just checking|quick check|sanity check|for the record|random question|random one|serious question|noob question|newbie question|beginner question|honest question|genuine question|this may be a silly question but|this might be a stupid question but|this is probably a dumb question but|sorry if this is obvious but|not sure if this is the right place but|sorry for the silly question but|sorry for the silly question|settle a debate|settle this|settle an argument >
  i was wondering if|i am wondering if|i wonder if|i was wondering whether|i wonder whether|i am wondering whether|wondering if|just wondering if|wondering whether|curious if|i am curious if|i am curious whether|curious whether|do you know if|do you know whether|do you happen to know if|do you happen to know whether|any idea if|any idea whether|does anyone know if|does anyone know whether|tell me if|tell me whether|let me know if|let me know whether|can you tell me if|can you tell me whether|could you tell me if|could you tell me whether|explain whether|explain if|i would like to know if|i would like to know whether|i want to know if|i want to know whether|i need to know if|i need to know whether|i am trying to find out if|i am trying to find out whether|i am not sure if|i am not sure whether|not sure if|not sure whether|whether > whether
  what are #|name #|list #|give me #|give #|tell me # > list #
  compute #|calculate #|work out # > what #
  for me >
  tell me the|tell me what is|tell me what are|do you know the|do you happen to know the|would you happen to know the|i would like to know the|i want to know the|i need to know the > what^ the
  tell me who > who
  show how to|show me how to|show how i|show me how i can|show me how|teach me how to|teach me to|explain how to|explain how i can|explain how i|explain to me how to|describe how to|learn how to|guide me on how to|walk me through how to|instructions for|instructions to|instructions on how to|tell me how to|a guide to|guide to > how
  give me|provide me with|provide > give^
  show me > give^
  write me > write
  explain to me > explain
  describe to me > describe
  how do i|how can i|how to|how does one|how do we|how can we|how could i|how might i|how may i|how can one|how do i go about|how would i go about|how should i go about|how am i able to|how is it possible to > how
  what is the way to|what are the steps to|what are the steps for|what is the procedure for|what is the procedure to|what is the process for|what is the process to|what is the method for|in what way can i|in which way can i|what steps do i take to|what steps should i take to|what do i have to do to|what do i need to do to|what do i do to|what must i do to|by what means can i|what is a way to|ways to > how
  what is the best way to|what is the best method to|what is the best method for|how do i best|how can i best|how best to|what is the best approach to|what is the ideal way to > how best
  what is the easiest way to|what is the simplest way to|how do i most easily|what is an easy way to > how easiest
  what is the reason for|what is the reason that|what is the reason why|what is the reason|how come|why is it that|for what reason|what makes it that|why exactly > why
  is it possible to|am i able to|is it possible that i|can i|can one|can we|would it be possible to|could i|do i have the ability to|is one able to > can
  am i allowed to|may i|is it allowed to|is it permitted to|am i permitted to|are we allowed to|is one allowed to > may
  do i have to|do i need to|must i|is it necessary to|am i required to|am i obliged to|is it required to|is it mandatory to|do we have to|do we need to|does one have to > must
  should i|ought i to|is it advisable to|is it a good idea to|would it be a good idea to|is it recommended to|would you recommend to > should
  at what time|what time > what time
  in what place|in which place|at which place > where
  what sort of|what type of|what kind of|which kind of|which type of > what kind of
  why on earth|why the heck|why in the world > why
  how on earth|how the heck|how in the world > how
  what on earth|what the heck|what in the world > what
  where on earth|where in the world > where
  who on earth|who in the world > who
  what exactly|what precisely > what
  how exactly|how precisely > how
  what would be > what
  what are some|name some|give me some|give some|list some|tell me some > give some
  list all|name all > list all
  what is the difference between|what are the differences between|how does x differ from|explain the difference between|describe the difference between|what difference is there between|explain the differences between > difference
  what is the definition of|define|give me the definition of|give the definition of|give me a definition of|provide the definition of|provide a definition of > define
  what is the meaning of|the meaning of|meaning of > meaning^
  give me an example of|give an example of|what is an example of|show me an example of|show an example of|provide an example of > example of
  give me a summary of|give a summary of|write a summary of|provide a summary of|make a summary of|summarize|summarise > summarize
  give me an overview of|give an overview of|provide an overview of > overview of
  give me an explanation of|give an explanation of|provide an explanation of|explain what is meant by > explain
  translate for me > translate
  which steps do i follow to|what steps do i follow to > how
`);
